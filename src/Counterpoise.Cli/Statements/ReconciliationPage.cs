using System.Globalization;
using System.Text.Json;
using Counterpoise.Rulebooks.Reconciliations;
using Counterpoise.Rulebooks.Venues;

namespace Counterpoise.Cli.Statements;

/// <summary>A reconciliation as text and JSON.</summary>
internal static class ReconciliationPage
{
    private static readonly (Agreement Agreement, string Word)[] Words =
    [
        (Agreement.Equal, "equal"), (Agreement.Explained, "explained"), (Agreement.Unexplained, "unexplained"),
        (Agreement.NotComputable, "not computable"),
    ];

    public static void WriteText(Reconciliation found, TextWriter output)
    {
        var page = new TextPage(output, TextPage.IsColourful(output));
        var account = found.Account;
        page.Field("venue", VenueMessage.NameOf(account.Venue));
        page.Field("time", account.Time?.ToString() ?? "not in the message");
        var book = found.Rulebook is { } named ? $"{named.Name} of {named.Effective}: " : "";
        page.Field("rulebook", book + found.RulebookReason);
        if (found.Rulebook is { } labelled) StatementText.WriteLabel(labelled, page, "");
        page.Field("positions", account.Flat == 0
            ? $"{account.Positions.Count}" : $"{account.Positions.Count}, and {account.Flat} of quantity 0");
        page.Field("lines", Counts(found));
        page.Field("remarks", found.Remarks);
        if (found.Lines.Count == 0) return;
        page.Line();
        var grid = new TextGrid("llnnnll");
        grid.Head("", "margin", "ours", "venue", "ours - venue", "", "likeliest cause");
        foreach (var line in found.Lines) grid.Add(ToneOf(line.Agreement), [.. Cells(line)]);
        grid.Write(page);
    }

    public static void WriteJson(Reconciliation found, TextWriter output) => JsonPage.Write(output, page =>
    {
        var json = page.Writer;
        json.WriteString("format", "counterpoise-reconciliation/1");
        json.WriteString("venue", VenueMessage.NameOf(found.Account.Venue));
        json.WriteString("time", found.Account.Time?.ToString());
        json.WriteString("rulebook", found.Rulebook?.Name);
        json.WriteString("effective", found.Rulebook?.Effective);
        json.WriteString("rulebookReason", found.RulebookReason);
        json.WriteStartObject("count");
        foreach (var (agreement, _) in Words) json.WriteNumber(Key(agreement), found.Count(agreement));
        json.WriteEndObject();
        JsonPage.Texts(json, "remarks", found.Remarks);
        page.Rows("lines", found.Lines, Write);
    });

    /// <summary>How many lines came out how.</summary>
    public static string Counts(Reconciliation found) =>
        string.Join(", ", Words.Select(w => $"{found.Count(w.Agreement)} {w.Word}"));

    private static void Write(Utf8JsonWriter json, ReconciledLine line)
    {
        json.WriteStartObject();
        json.WriteString("name", line.Name);
        json.WriteBoolean("isTotal", line.IsTotal);
        json.WriteString("margin", line.IsInitial ? "initial" : "maintenance");
        json.WriteString("unit", line.Unit.Code);
        JsonPage.Number(json, "ours", line.Ours);
        JsonPage.Number(json, "venue", line.Theirs.Value);
        JsonPage.Number(json, "difference", line.Difference);
        json.WriteString("agreement", Key(line.Agreement));
        json.WriteString("cause", line.Cause);
        json.WriteEndObject();
    }

    private static IEnumerable<TextCell> Cells(ReconciledLine line)
    {
        var decimals = Math.Max(line.Theirs.Decimals, line.Unit.IsDollar ? 2 : 6);
        var cause = line.Agreement switch
        {
            Agreement.Equal => "equal",
            Agreement.NotComputable => $"not computable: {line.Cause}",
            _ => line.Cause,
        };
        yield return line.Name;
        yield return line.IsInitial ? "initial" : "maintenance";
        yield return line.Ours is { } ours ? Figures.Number(ours, decimals) : "";
        yield return Figures.Number(line.Theirs.Value, decimals);
        yield return line.Difference is { } d && line.Agreement != Agreement.Equal ? Signed(d, decimals) : "";
        yield return line.Unit.Code;
        yield return cause;
    }

    private static Tone ToneOf(Agreement agreement) => agreement switch
    {
        Agreement.Equal => Tone.Good,
        Agreement.Unexplained => Tone.Bad,
        Agreement.NotComputable => Tone.Faint,
        _ => Tone.Plain,
    };

    private static string Key(Agreement agreement) => agreement switch
    {
        Agreement.Equal => "equal",
        Agreement.Explained => "explained",
        Agreement.Unexplained => "unexplained",
        _ => "notComputable",
    };

    private static string Signed(double value, int decimals)
    {
        var digits = "#,0." + new string('0', decimals);
        return value.ToString($"+{digits};-{digits}", CultureInfo.InvariantCulture);
    }
}
