Console.WriteLine("counterpoise");
