namespace Counterpoise.Cli.Tests.Statements;

/// <summary>A folder with a small market and small portfolios in it.</summary>
internal sealed class Desk : IDisposable
{
    public const string Option = "BTC-25SEP26-120000-C";

    private const string Market = """
        {
          "name": "test market", "source": "made for tests", "synthetic": true, "time": "2026-09-01T08:00:00Z",
          "currencies": { "USDC": 1 },
          "underlyings": {
            "BTC": {
              "index": 100000,
              "expiries": [
                { "expiry": "2026-08-28T08:00:00Z", "forward": 100000 },
                { "expiry": "2026-09-25T08:00:00Z", "forward": 100300 },
                { "expiry": "2026-12-25T08:00:00Z", "forward": 101300 }
              ],
              "instruments": [
                { "instrument": "BTC-PERPETUAL", "mark": 100020 },
                { "instrument": "BTC-28AUG26-90000-P", "vol": 0.5 },
                { "instrument": "BTC-25SEP26-90000-P", "mark": 0.0105, "vol": 0.45 },
                { "instrument": "BTC-25SEP26-120000-C", "mark": 0.0061, "vol": 0.44 },
                { "instrument": "BTC-25DEC26-120000-C", "mark": 0.045, "vol": 0.46 }
              ]
            },
            "ETH": {
              "index": 3500,
              "expiries": [ { "expiry": "2026-09-25T08:00:00Z", "forward": 3510 } ],
              "instruments": [ { "instrument": "ETH-25SEP26-3200-P", "mark": 0.02, "vol": 0.6 } ]
            }
          }
        }
        """;

    private const string Book = """
        {
          "name": "small book",
          "positions": [
            { "instrument": "BTC-25SEP26-120000-C", "quantity": "-5" },
            { "instrument": "BTC-25SEP26-90000-P", "quantity": "-3.5" },
            { "instrument": "BTC-25DEC26-120000-C", "quantity": "2.5" },
            { "instrument": "BTC-PERPETUAL", "quantity": "150000", "entryPrice": "99000" },
            { "instrument": "ETH-25SEP26-3200-P", "quantity": "-20" }
          ],
          "balances": { "BTC": "1.25", "ETH": "10" },
          "reserved": [ { "name": "open orders", "currency": "BTC", "amount": "0.012345678" } ]
        }
        """;

    private readonly Cli _cli = new();

    public Desk()
    {
        _cli.Write("market.json", Market);
        Portfolio = _cli.Write("book.json", Book);
    }

    public string Portfolio { get; }

    public string Path(string name) => _cli.Path(name);

    /// <summary>Another portfolio, of these positions.</summary>
    public string Holding(params string[] positions)
    {
        var rows = positions.Select(p => p.Split(' '))
            .Select(p => $$"""{"instrument":"{{p[1]}}","quantity":"{{p[0]}}"}""");
        return _cli.Write("held.json", $$"""{"name":"held","positions":[{{string.Join(',', rows)}}]}""");
    }

    public Outcome Margin(params string[] args) => Cli.Run(["margin", Portfolio, .. args]);

    public Outcome WhatIf(params string[] args) => Cli.Run(["whatif", Portfolio, .. args]);

    public void Dispose() => _cli.Dispose();
}
