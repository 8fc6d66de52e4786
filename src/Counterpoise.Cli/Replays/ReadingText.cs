using System.Globalization;
using Counterpoise.Cli.Statements;
using Counterpoise.Markets.Indicators;
using Counterpoise.Units;

namespace Counterpoise.Cli.Replays;

/// <summary>Readings and the market-wide score as text, a line each.</summary>
internal static class ReadingText
{
    public static void Write(ReplayState state, TextPage page)
    {
        page.Title("INDICATORS", $"at {state.Time}");
        var table = new TextGrid("lrlrrl");
        table.Head("indicator", "value", "", "age", "score", "quality");
        foreach (var (terms, reading) in state.Readings)
        {
            if (reading.Value is not { } value)
            {
                table.Add(Tone.Faint, terms.Name, "–", "", "", "", reading.QualityText);
                continue;
            }
            var score = reading.Score?.ToString("0.00", CultureInfo.InvariantCulture) ?? "no history";
            table.Add(
                reading.Quality == IndicatorQuality.Fresh ? Tone.Plain : Tone.Bad, terms.Name, Figure(value),
                terms.Unit, Age(reading.Age), score, reading.QualityText);
        }
        table.Write(page);
        if (state.Stress.Sum is not { } sum) return;
        var parts = state.Stress.Parts.Select(p =>
            $"{p.Indicator} {p.Weight.ToString("0.00", CultureInfo.InvariantCulture)} × "
            + p.Score.ToString("0.00", CultureInfo.InvariantCulture));
        var isOn = state.Stress.IsOn ? "on" : "off";
        page.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  market-wide: {string.Join(" + ", parts)} = {sum:0.00}, {isOn}, H {state.Stress.Level:0.00}"));
    }

    private static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1_000_000 => (value / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " M",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#######", CultureInfo.InvariantCulture),
    };

    private static string Age(Duration age) => age.Seconds switch
    {
        < 120 => $"{age.Seconds.ToString("0", CultureInfo.InvariantCulture)} s",
        < 7_200 => $"{(age.Seconds / 60).ToString("0", CultureInfo.InvariantCulture)} min",
        < 172_800 => $"{(age.Seconds / 3_600).ToString("0", CultureInfo.InvariantCulture)} h",
        _ => $"{age.Days.ToString("0", CultureInfo.InvariantCulture)} d",
    };
}
