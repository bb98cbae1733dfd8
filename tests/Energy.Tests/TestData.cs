namespace SmartBlocks.Energy.Tests;

/// <summary>Real data beside the repository, <c>../shared/data</c>; tests that need it skip visibly where it is absent.</summary>
public static class TestData
{
    public static byte[] Read(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "SmartBlocks.sln")))
                continue;
            var file = Path.Combine(folder.FullName, "..", "shared", "data", path);
            Assert.SkipUnless(File.Exists(file), $"../shared/data/{path} is absent");
            return File.ReadAllBytes(file);
        }
        Assert.Skip("not run from inside the repository");
        return [];
    }
}
