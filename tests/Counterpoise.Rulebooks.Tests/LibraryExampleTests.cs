using Counterpoise.Margins;
using Counterpoise.Markets;
using Counterpoise.Portfolios;
using Counterpoise.Tests.Shared;

namespace Counterpoise.Rulebooks.Tests;

/// <summary>The example of the README, as it stands there.</summary>
public class LibraryExampleTests
{
    [Fact]
    public void The_example_of_the_readme_runs()
    {
        var (folder, output) = (Environment.CurrentDirectory, Console.Out);
        var text = new StringWriter();
        try
        {
            Environment.CurrentDirectory = SharedData.Repository;
            Console.SetOut(text);
            Example();
        }
        finally
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(output);
        }
        Assert.Contains("0.746250", text.ToString());
    }

    private static void Example()
    {
        var market = MarketJson.Read(File.ReadAllBytes("samples/market.json"));
        var portfolio = PortfolioJson.Read(File.ReadAllBytes("samples/portfolio.json"));
        var margin = MarginEvaluator.Evaluate(RulebookLibrary.Find("deribit-pm"), portfolio, market);
        foreach (var bucket in margin.Buckets)
            Console.WriteLine($"{bucket.Initial.Rounded().Total}, vega offset {bucket.Initial.OffsetBy(Cause.Vega)}");
    }
}
