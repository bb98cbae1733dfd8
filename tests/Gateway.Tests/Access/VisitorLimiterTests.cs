using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SmartBlocks.Gateway.Access;

namespace SmartBlocks.Gateway.Tests.Access;

public sealed class VisitorLimiterTests
{
    [Fact]
    public void One_address_is_bounded_and_others_are_not_held_up_by_it()
    {
        using var limiter = new VisitorLimiter(Options.Create(new AccessOptions { VisitorRequestsPerMinute = 24 }));
        for (var i = 0; i < 24; i++) limiter.WaitBefore(From("192.0.2.1", "/api/v1/ledgers/a")).ShouldBeNull();
        limiter.WaitBefore(From("192.0.2.1", "/api/v1/ledgers/a"))!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        limiter.WaitBefore(From("::ffff:192.0.2.1", "/api/v1/ledgers/a")).ShouldNotBeNull("the same address, written otherwise");
        limiter.WaitBefore(From("192.0.2.2", "/api/v1/ledgers/a")).ShouldBeNull();
    }

    [Fact]
    public void An_export_counts_for_more_and_a_subscribers_ipv6_addresses_count_as_one()
    {
        using var limiter = new VisitorLimiter(Options.Create(new AccessOptions { VisitorRequestsPerMinute = 24 }));
        limiter.WaitBefore(From("2001:db8::1", "/api/v1/ledgers/a/export")).ShouldBeNull();
        limiter.WaitBefore(From("2001:db8::2", "/api/v1/ledgers/a/export")).ShouldNotBeNull();
        limiter.WaitBefore(From("2001:db8:0:1::1", "/api/v1/ledgers/a/export")).ShouldBeNull();
    }

    static DefaultHttpContext From(string address, string path)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Path = path;
        return context;
    }
}
