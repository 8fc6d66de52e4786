using Counterpoise.Markets;

namespace Counterpoise.Pricing.Repricing;

/// <summary>
/// Rows on a smile that moves with the forward, for one scenario list. The smile is asked once for each distinct spot
/// factor and the shock once for each node; then all cells of a row are the columns of one batch, which takes what is
/// out of the ordinary to the clear version. A settlement window needs nothing of its own here.
/// </summary>
internal sealed class SmilePricer
{
    private readonly ScenarioPlan _plan;
    private readonly ExpiryVolShock[] _shocks;
    private readonly double[] _spotForwards;
    private readonly double[] _spotVols;
    private readonly double[] _signs;
    private readonly double[] _forwards;
    private readonly double[] _strikes;
    private readonly double[] _vols;
    private readonly double[] _years;
    private readonly double[] _prices;
    private double _shockedSeconds = double.NaN;

    public SmilePricer(ScenarioPlan plan)
    {
        _plan = plan;
        _shocks = new ExpiryVolShock[plan.Nodes.Length];
        _spotForwards = new double[plan.Spots.Length / 3];
        _spotVols = new double[_spotForwards.Length];
        var entries = plan.Cells.Length / 2;
        _signs = new double[entries];
        _forwards = new double[entries];
        _strikes = new double[entries];
        _vols = new double[entries];
        _years = new double[entries];
        _prices = new double[entries];
    }

    /// <summary>Changes under every scenario, and behind them the value today.</summary>
    public void Price(Contract contract, Span<double> cells)
    {
        Fill(contract);
        BatchBlack76.Price(new(_signs, _forwards, _strikes, _vols, _years), _prices);
        cells.Clear();
        var today = 0.0;
        foreach (ref readonly var node in _plan.Nodes.AsSpan())
        {
            // A discount factor of 0 is none.
            var discount = contract.IsInverse ? 1 : contract.Discount(contract.YearsAfter(node.Time));
            if (!(discount > 0)) discount = double.NaN;
            for (var i = node.First; i < node.End; i++)
            {
                var value = contract.IsInverse ? InCoin(i) : _prices[i] * discount;
                // The first entry is the market as it is.
                if (i == 0) today = value;
                var cell = _plan.Cells[2 * i];
                cells[cell] = contract.Size * (cell == _plan.Count ? value : value - today);
            }
        }
    }

    private void Fill(Contract contract)
    {
        for (var s = 0; s < _spotForwards.Length; s++)
        {
            _spotForwards[s] = contract.Variable * _plan.Spots[3 * s] + contract.Fixed;
            _spotVols[s] = contract.VolAt(_spotForwards[s]);
        }
        if (contract.Seconds != _shockedSeconds)
        {
            for (var n = 0; n < _shocks.Length; n++) _shocks[n] = _plan.Nodes[n].Vol.At(contract.Seconds);
            _shockedSeconds = contract.Seconds;
        }
        _signs.AsSpan().Fill(contract.Sign);
        _strikes.AsSpan().Fill(contract.Strike);
        var moneyness = contract.LogMoneyness;
        for (var n = 0; n < _shocks.Length; n++)
        {
            ref readonly var node = ref _plan.Nodes[n];
            _years.AsSpan(node.First, node.End - node.First).Fill(contract.YearsAfter(node.Time));
            for (var i = node.First; i < node.End; i++)
            {
                var spot = _plan.Cells[2 * i + 1] / 3;
                _forwards[i] = _spotForwards[spot];
                _vols[i] = _shocks[n].Apply(_spotVols[spot], moneyness);
            }
        }
    }

    // A forward of 0 has no coin price.
    private double InCoin(int i) => _forwards[i] == 0 ? double.NaN : _prices[i] / _forwards[i];
}
