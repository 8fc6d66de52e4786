using BenchmarkDotNet.Running;
using Counterpoise.Bench.Explore;

BenchmarkSwitcher.FromAssembly(typeof(BatchPricing).Assembly).Run(args);
