namespace Counterpoise.Cli;

public static class Program
{
    public static int Main(string[] args)
    {
        Console.WriteLine("counterpoise");
        return args is ["--version"] ? 0 : 2;
    }
}
