using System.Globalization;
using Counterpoise.Pricing.Models;
using Counterpoise.Pricing.Surfaces;

namespace Counterpoise.Cli.Models;

/// <summary>A model's parameters as written on the command line: <c>vol=0.5,intensity=2,…</c>.</summary>
internal sealed class ModelParameters
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly ModelName _model;

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">One is unknown, missing, twice there or not a number.</exception>
    public ModelParameters(ModelName model, string text)
    {
        _model = model;
        var names = Names(model);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? part : part[..at];
            if (at < 0 || !names.Contains(name))
            {
                throw new UsageException(
                    $"--parameters \"{part}\" is unknown; give {string.Join(", ", names)} as name=value");
            }
            if (!double.TryParse(part[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || !double.IsFinite(value))
                throw new UsageException($"--parameters \"{part}\" is not a number; use e.g. {name}=0.5");
            if (!_values.TryAdd(name, value)) throw new UsageException($"--parameters {name} is there twice");
        }
        var missing = names.Where(n => !_values.ContainsKey(n)).ToArray();
        if (missing.Length > 0) throw new UsageException($"--parameters lacks {string.Join(", ", missing)}");
    }

    public RawSvi Svi() => Checked(
        new RawSvi(this["a"], this["b"], this["rho"], this["m"], this["sigma"]),
        s => s.B >= 0 && Math.Abs(s.Rho) <= 1 && s.Sigma > 0 && s.LeastVariance > 0,
        "b ≥ 0, |rho| ≤ 1, sigma > 0 and a positive least variance a + bσ√(1 − ρ²)");

    public MertonParameters Merton() => Checked(
        new MertonParameters(this["vol"], this["intensity"], this["jump-mean"], this["jump-vol"]),
        m => m is { Vol: >= 0, JumpIntensity: >= 0, JumpVol: >= 0 }, "vol, intensity and jump-vol ≥ 0");

    public HestonParameters Heston() => Checked(
        new HestonParameters(this["v0"], this["kappa"], this["theta"], this["vol-of-vol"], this["rho"]),
        h => h.IsValid, "v0 and theta ≥ 0, kappa and vol-of-vol > 0, |rho| < 1");

    public SabrParameters Sabr() => Checked(
        new SabrParameters(this["alpha"], this["beta"], this["nu"], this["rho"]), s => s.IsValid,
        "alpha > 0, beta from 0 to 1, nu ≥ 0, |rho| < 1");

    /// <summary>What a model's parameters are called, in the order of its record.</summary>
    public static IReadOnlyList<string> Names(ModelName model) => model switch
    {
        ModelName.Svi => ["a", "b", "rho", "m", "sigma"],
        ModelName.Merton => ["vol", "intensity", "jump-mean", "jump-vol"],
        ModelName.Heston => ["v0", "kappa", "theta", "vol-of-vol", "rho"],
        ModelName.Sabr => ["alpha", "beta", "nu", "rho"],
        _ => throw new UsageException($"--parameters does not go with --model {Word(model)}"),
    };

    /// <summary>As written on the command line.</summary>
    public static string Word(ModelName model) => model switch
    {
        ModelName.Black => "black",
        ModelName.Svi => "svi",
        ModelName.Merton => "merton",
        ModelName.Heston => "heston",
        ModelName.Sabr => "sabr",
        _ => "hybrid",
    };

    private double this[string name] => _values[name];

    private T Checked<T>(T parameters, Func<T, bool> holds, string demand) =>
        holds(parameters) ? parameters
            : throw new UsageException($"--parameters of {Word(_model)} are out of its domain; use {demand}");
}
