using System.Security.Cryptography;

namespace Counterpoise.Learning.Boosting;

/// <summary>A model set as bytes: the key, the models, and a hash over both.</summary>
public static class ModelCache
{
    private const string Magic = "counterpoise models 1";

    /// <summary>Writes a model set.</summary>
    public static byte[] Serialize(ModelSet models)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write(models.Key);
        writer.Write(models.Fits.Count);
        foreach (var fit in models.Fits) writer.Write(fit);
        writer.Write(models.All.Length);
        foreach (var model in models.All)
        {
            writer.Write(model.Intercept);
            model.Trees.Write(writer);
        }
        writer.Flush();
        writer.Write(SHA256.HashData(bytes.ToArray()));
        return bytes.ToArray();
    }

    /// <summary>Reads a model set, if it is the one that is asked for and undamaged.</summary>
    /// <param name="bytes">Of <see cref="Serialize"/>.</param>
    /// <param name="key">Of <see cref="ModelSet.KeyOf"/> for the inputs at hand.</param>
    /// <param name="targets">What it forecasts.</param>
    /// <param name="configuration">How it was trained.</param>
    /// <param name="problem">Why it is of no use; null if it is read. Then train again.</param>
    public static ModelSet? Read(
        byte[] bytes, string key, IReadOnlyList<QuantileTarget> targets, BoostingConfiguration configuration,
        out string? problem)
    {
        var body = bytes.Length - SHA256.HashSizeInBytes;
        if (body < 0 || !SHA256.HashData(bytes.AsSpan(0, body)).AsSpan().SequenceEqual(bytes.AsSpan(body)))
        {
            problem = "its hash is not that of its content";
            return null;
        }
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, body));
        if (reader.ReadString() != Magic || reader.ReadString() != key)
        {
            problem = "it was made from other data, another configuration or another version";
            return null;
        }
        var fits = new int[reader.ReadInt32()];
        for (var i = 0; i < fits.Length; i++) fits[i] = reader.ReadInt32();
        var models = new BoostedModel[reader.ReadInt32()];
        for (var i = 0; i < models.Length; i++)
        {
            var intercept = reader.ReadDouble();
            models[i] = new BoostedModel(FlatTrees.Read(reader), intercept);
        }
        problem = null;
        return new ModelSet(key, targets, configuration, fits, models);
    }
}
