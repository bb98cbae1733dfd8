using Microsoft.Extensions.DependencyInjection;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>The engine that the gateway is tested on. Its tests run on the embedded one; the grains themselves are tested on both.</summary>
static class TestEngine
{
    public static void AddTo(IServiceCollection services) => Assert.Skip("The gateway is tested on the embedded engine.");
}
