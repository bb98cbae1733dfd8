namespace SmartBlocks.Validator.Commands;

/// <summary>What the program's end says to scripts.</summary>
public static class ExitCodes
{
    /// <summary>Everything checked is right.</summary>
    public const int Right = 0;

    /// <summary>Something is wrong with the ledger or the receipt.</summary>
    public const int Wrong = 1;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 2;

    /// <summary>The source is not there, not reachable, or refuses.</summary>
    public const int Unreachable = 3;
}
