using Counterpoise.Instruments;
using Counterpoise.Margins;
using Counterpoise.Portfolios;
using Counterpoise.Units;

namespace Counterpoise.Rulebooks.Tests.Laws;

/// <summary>What must not matter does not change a bit.</summary>
public sealed class InvarianceLaws
{
    public static TheoryData<string> Rulebooks { get; } = [.. LawMarket.Rulebooks];

    [Theory]
    [MemberData(nameof(Rulebooks))]
    public void Order_splitting_and_nothing_do_not_matter(string rulebook)
    {
        var draw = new Draw(11);
        foreach (var account in LawMarket.Random(rulebook)) Unchanged(account, draw, Idle(account.Rulebook));
    }

    [Fact]
    public void Nor_in_published_cases()
    {
        var draw = new Draw(13);
        foreach (var account in LawMarket.Published())
            Unchanged(account, draw, account.Portfolio.Positions.Select(p => p.Instrument).FirstOrDefault());
    }

    internal static void Unchanged(Account account, Draw draw, Instrument? idle)
    {
        var positions = account.Portfolio.Positions;
        var expected = Bits(account.Margin);
        Same(account, expected, "order", positions.OrderBy(_ => draw.Below(1_000_000)));
        Same(account, expected, "reverse", positions.Reverse());
        Same(account, expected, "splitting", positions.SelectMany(p => Split(p, draw)));
        if (idle is null) return;
        Same(account, expected, "zero", positions.Append(new Position(idle, Quantity.Zero)));
        Same(account, expected, "zero with an entry price", positions.Append(
            new Position(idle, Quantity.Zero) { EntryPrice = Price.Nearest(5) }));
        var there = LawMarket.Hold(idle, 3);
        var back = there with { Quantity = -there.Quantity };
        Same(account, expected, "there and back", positions.Append(there).Prepend(back));
    }

    // Not held by most.
    private static Instrument Idle(Rulebook rulebook) =>
        LawMarket.Option(LawMarket.Eth, inverse: !rulebook.LinearOnly, 3, 7_500, OptionRight.Put);

    private static IEnumerable<Position> Split(Position position, Draw draw)
    {
        var part = new Quantity(position.Quantity.Units / (2 + draw.Below(5)));
        yield return position with { Quantity = part };
        yield return position with { Quantity = position.Quantity - part, UnrealisedPnl = null };
    }

    private static void Same(Account account, string expected, string what, IEnumerable<Position> positions)
    {
        var got = Bits(account.Of(positions));
        if (string.Equals(expected, got, StringComparison.Ordinal)) return;
        var (before, after) = expected.Split('\n').Zip(got.Split('\n')).FirstOrDefault(l => l.First != l.Second);
        Assert.Fail($"{account}: {what}: {before} became {after}");
    }

    internal static string Bits(Margin margin)
    {
        var lines = new List<string>();
        foreach (var b in margin.Buckets)
        {
            lines.Add($"{b.Unit} {b.UnitUsd:R} {b.Equity}");
            lines.Add(string.Join(' ', b.Holdings.Select(h => $"{h.Name} {h.Quantity:R}")));
            foreach (var s in b.Scans)
                lines.Add($"{s.Name} {s.Loss:R} {Words(s.Result.Competitors.Select(c => c.Loss))}");
            foreach (var r in new[] { b.Initial, b.Maintenance })
            {
                lines.Add($"{r.Exact:R} {Words(r.Standalone)}");
                lines.Add(Words(r.Offsets.Cast<double>()));
                lines.Add(string.Join('|', r.Composition));
            }
        }
        return string.Join('\n', lines);
    }

    private static string Words(IEnumerable<double> values) => string.Join(' ', values.Select(v => v.ToString("R")));
}
