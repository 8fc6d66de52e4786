using Counterpoise.Margins;
using Counterpoise.Margins.Liquidations;
using Counterpoise.Margins.Resolution;

namespace Counterpoise.Rulebooks.Tests.Liquidations;

/// <summary>Their price paths, and what they are drawn for.</summary>
internal static partial class FundedAccounts
{
    public static TheoryData<string> Rulebooks { get; } = [.. RulebookLibrary.All.Select(r => r.Name)];

    /// <summary>Every bucket of a portfolio against every coin in it.</summary>
    public static IEnumerable<BucketPath> PathsOf(Laws.Account account)
    {
        var held = new MarkedPortfolio(account.Portfolio, account.Market);
        var vols = held.VolsOf(account.Rulebook.Vols.Vols);
        foreach (var bucket in HoldingResolver.Resolve(account.Rulebook, held, vols))
        {
            foreach (var coin in bucket.Holdings.Select(h => h.Base).Where(c => c != default).Distinct())
            {
                var index = account.Market.Underlyings[coin].Index.Value;
                yield return new BucketPath(account.Rulebook, bucket, coin, index);
            }
        }
    }
}
