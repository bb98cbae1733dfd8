using SmartBlocks.Grains;

namespace SmartBlocks.Gateway.Tests.Access;

public sealed class SecretsTests
{
    [Fact]
    public void A_password_is_recognised_and_its_hash_says_nothing()
    {
        var hash = Secrets.HashPassword("a long enough password");
        hash.ShouldNotContain("password");
        Secrets.HashPassword("a long enough password").ShouldNotBe(hash, "each hash has its own salt");
        Secrets.IsPassword("a long enough password", hash).ShouldBeTrue();
        Secrets.IsPassword("a long enough passwore", hash).ShouldBeFalse();
        Secrets.IsPassword("decoy", null).ShouldBeFalse("nobody has the decoy's password");
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha512$x$AAAA$AAAA")]
    [InlineData("md5$1$AAAA$AAAA")]
    public void A_stored_hash_of_another_form_fits_nothing(string stored) => Secrets.IsPassword("anything", stored).ShouldBeFalse();

    [Fact]
    public void Generated_secrets_differ_and_are_recognised()
    {
        var secret = Secrets.Generate("sbk_");
        secret.ShouldStartWith("sbk_");
        Secrets.Generate("sbk_").ShouldNotBe(secret);
        Secrets.IsSecret(secret, Secrets.Digest(secret)).ShouldBeTrue();
        Secrets.IsSecret(secret + "x", Secrets.Digest(secret)).ShouldBeFalse();
        Secrets.IsSecret("", null).ShouldBeFalse("an account without a password takes none");
    }
}
