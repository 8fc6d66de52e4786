using System.CommandLine;
using System.CommandLine.Parsing;
using Counterpoise.Margins;
using Counterpoise.Pricing;

namespace Counterpoise.Cli;

/// <summary>
/// <c>--vols</c> and <c>--smile</c>: where volatilities come from and how the smile moves, instead of what the rulebook
/// says.
/// </summary>
internal sealed class VolOptions
{
    private readonly Option<VolKind?> _vols = Choice(
        "--vols", "volatilities: the chain's own, the fitted surface, or that with a model beyond the quotes",
        VolRule.VolsWords);

    private readonly Option<SmileRule?> _smile = Choice(
        "--smile", "what keeps its volatility when spot moves in a scenario", VolRule.SmileWords);

    public void AddTo(Command command)
    {
        command.Add(_vols);
        command.Add(_smile);
    }

    /// <summary>The rulebooks as asked for.</summary>
    /// <exception cref="InvalidInputException">The two do not go together.</exception>
    public IReadOnlyList<Rulebook> Apply(IReadOnlyList<Rulebook> rulebooks, ParseResult parsed)
    {
        var (vols, smile) = (parsed.GetValue(_vols), parsed.GetValue(_smile));
        return vols is null && smile is null
            ? rulebooks
            : [.. rulebooks.Select(r => r with { Vols = new(vols ?? r.Vols.Vols, smile ?? r.Vols.Smile) })];
    }

    private static Option<T?> Choice<T>(string name, string description, IReadOnlyList<(string Word, T Value)> words)
        where T : struct => new(name)
        {
            Description = $"{description}; default: as the rulebook says",
            HelpName = string.Join('|', words.Select(w => w.Word)),
            CustomParser = result => Parse(result, name, words),
        };

    private static T? Parse<T>(ArgumentResult result, string name, IReadOnlyList<(string Word, T Value)> words)
        where T : struct
    {
        var text = result.Tokens[0].Value;
        foreach (var (word, value) in words)
            if (word == text) return value;
        result.AddError($"{name} \"{text}\" is none; use {string.Join(" or ", words.Select(w => w.Word))}");
        return null;
    }
}
