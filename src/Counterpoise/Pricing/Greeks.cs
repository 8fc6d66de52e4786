namespace Counterpoise.Pricing;

/// <summary>
/// A price and its derivatives at one point. Units and variables are those of the model that made it:
/// <see cref="Black76"/>, <see cref="BlackScholes"/> or <see cref="CoinSettled"/>.
/// </summary>
/// <param name="Price">The value, in the settlement currency per unit.</param>
/// <param name="Delta">The first derivative in the underlying.</param>
/// <param name="Gamma">The second derivative in the underlying.</param>
/// <param name="Vega">The derivative in volatility, per 1.00 of volatility.</param>
/// <param name="Theta">The derivative in calendar time, per year; usually negative for a holder.</param>
/// <param name="Rho">The derivative in the interest rate, per 1.00 of rate.</param>
/// <param name="Vanna">The derivative of delta in volatility.</param>
/// <param name="Volga">The second derivative in volatility.</param>
public readonly record struct Greeks(
    double Price,
    double Delta,
    double Gamma,
    double Vega,
    double Theta,
    double Rho,
    double Vanna,
    double Volga);
