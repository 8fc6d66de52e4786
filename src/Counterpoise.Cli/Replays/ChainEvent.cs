using Counterpoise.Markets;
using Counterpoise.Markets.Feeds;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>A whole chain of options: its surface is fitted when it arrives.</summary>
internal sealed record ChainEvent(Instant Time, Market Market) : FeedEvent(Time);
