using System.Collections.Immutable;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>The kinds of connectors there are: a new one is a file in this folder and a line here.</summary>
public static class ConnectorKinds
{
    /// <summary>In the order in which help lists them.</summary>
    public static ImmutableArray<ConnectorKind> All { get; } =
    [
        P1Connector.Kind,
        ModbusConnector.Kind,
        SenMlHttpConnector.Kind,
        RestConnector.Kind,
        FolderConnector.Kind,
        GreenButtonConnector.Kind,
        OcmfConnector.Kind,
    ];
}
