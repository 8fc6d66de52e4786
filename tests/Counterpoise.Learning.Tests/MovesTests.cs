using Counterpoise.Markets.Candles;
using Counterpoise.Units;

namespace Counterpoise.Learning.Tests;

public sealed class MovesTests
{
    private static readonly CandleHistory Four = new(
        Currency.Parse("BTC"), [100, 101, 102, 103],
        [
            new Candle(99, 101, 98, 100, 1), new Candle(100, 104, 97, 103, 1),
            new Candle(103, 110, 90, 95, 1), new Candle(95, 96, 80, 81, 1),
        ]);

    [Theory]
    [InlineData(Side.Long, LossKind.Close, 0.05)]
    [InlineData(Side.Short, LossKind.Close, -0.05)]
    [InlineData(Side.Long, LossKind.Excursion, 0.10)]
    [InlineData(Side.Short, LossKind.Excursion, 0.10)]
    public void A_loss_is_from_the_last_known_price_to_the_end_of_the_window(Side side, LossKind kind, double loss) =>
        Assert.Equal(loss, Moves.Loss(Four, 101, 2, side, kind), 12);

    [Fact]
    public void A_window_needs_the_hour_before_it_and_all_of_its_own()
    {
        Assert.True(Moves.IsWhole(Four, 101, 3));
        Assert.False(Moves.IsWhole(Four, 100, 2));
        Assert.False(Moves.IsWhole(Four, 102, 3));
    }
}
