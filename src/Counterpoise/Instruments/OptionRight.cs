namespace Counterpoise.Instruments;

/// <summary>Call or put.</summary>
public enum OptionRight
{
    /// <summary>Pays max(S − K, 0) at expiry.</summary>
    Call = 0,

    /// <summary>Pays max(K − S, 0) at expiry.</summary>
    Put = 1,
}
