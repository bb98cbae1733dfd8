using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A meter as a connector must know it to read its messages: the words are those of its registration.</summary>
public sealed record MeterSettings
{
    /// <summary>The meter's id.</summary>
    public required string Meter { get; init; }

    /// <summary>electricity, gas, heat or water.</summary>
    public Commodity Commodity { get; init; } = Commodity.Electricity;

    /// <summary>kWh, m3 or l.</summary>
    public MeterUnit Unit { get; init; } = MeterUnit.KilowattHour;

    /// <summary>import, export, generation, consumption or storage.</summary>
    public Direction Direction { get; init; } = Direction.Import;

    /// <summary>interval or register.</summary>
    public MeterKind Kind { get; init; } = MeterKind.Interval;

    /// <summary>Length of its slots in seconds.</summary>
    public int ResolutionSeconds { get; init; } = 900;

    /// <summary>For OCMF: SubjectPublicKeyInfo in hex that its records are signed with; checked when given.</summary>
    public string? OcmfKey { get; init; }

    /// <summary>As decoders want it.</summary>
    /// <exception cref="AgentException">The id is none, the unit does not count the commodity, or the slot does not divide the day.</exception>
    public MeterRegistration ToRegistration()
    {
        if (Identifiers.Check("meter", Meter) is { } bad)
            throw new AgentException(bad.Detail);
        if (!Commodity.CountedIn(Unit))
            throw new AgentException($"meter {Meter}: {Commodity.Text()} is not counted in {Unit.Text()}");
        if (Slots.CheckLength("resolutionSeconds", ResolutionSeconds) is { } why)
            throw new AgentException($"meter {Meter}: {why.Detail}");
        return new(Meter, "site", Meter, Commodity, Unit, Direction, Kind, OcmfKey: OcmfKey, ResolutionSeconds: ResolutionSeconds);
    }
}
