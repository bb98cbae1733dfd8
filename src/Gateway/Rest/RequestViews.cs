namespace SmartBlocks.Gateway.Rest;

/// <summary>What the caller of a request may see, and the one thing of it that the request's address names.</summary>
public static class RequestViews
{
    /// <summary>What the authenticated caller of this request may see now.</summary>
    public static Task<View> ViewAsync(this Viewer viewer, HttpContext context) => viewer.ViewAsync(Caller.From(context.User));

    /// <summary>The site a request names, among what its caller may see.</summary>
    /// <exception cref="ProblemException">404: there is none, or it is not the caller's to see.</exception>
    public static async Task<(View View, SiteInfo Site)> SiteAsync(this Viewer viewer, HttpContext context, string site)
    {
        var view = await viewer.ViewAsync(context);
        return (view, view.Site(site) ?? throw ProblemException.NotFound("site", site));
    }

    /// <summary>The meter a request names, among what its caller may see.</summary>
    /// <exception cref="ProblemException">404: there is none, or it is not the caller's to see.</exception>
    public static async Task<(View View, MeterInfo Meter)> MeterAsync(this Viewer viewer, HttpContext context, string meter)
    {
        var view = await viewer.ViewAsync(context);
        return (view, view.Meter(meter) ?? throw ProblemException.NotFound("meter", meter));
    }
}
