package io.maxmq.security.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.maxmq.security.login.Login;
import io.maxmq.security.login.LoginPool;
import io.maxmq.security.login.Verdict;
import io.maxmq.spi.ClientInfo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets in clients whose password is a token signed with a key of a file (JWKS, RFC 7517), under the name that a claim of
 * the token says. Tokens have to have an end ({@code exp}). A key verifies only algorithms of its own kind: a public RSA
 * key can never be taken for the secret of an HMAC, and tokens without a signature are none. Thread-safe; keys are
 * replaced as a whole, by {@link #reload()}.
 */
public final class JwtLogin implements Login
{
    private static final Set<JWSAlgorithm> ALGORITHMS = algorithms();
    private static final int MAXIMUM_LENGTH = 16 * 1024;
    /** A JSON object in Base64 begins so. */
    private static final String BEGINNING = "ey";

    private final Path path;
    private final Claims claims;
    private final LoginPool pool;
    private volatile DefaultJWTProcessor<SecurityContext> processor;

    /**
     * What tokens have to say.
     *
     * @param issuer      {@code iss}, or the empty text for any.
     * @param audience    that {@code aud} has to name, or the empty text for any.
     * @param userClaim   that holds the user name.
     * @param skewSeconds by which clocks may differ.
     */
    public record Claims(String issuer, String audience, String userClaim, int skewSeconds)
    {
    }

    /**
     * @param path   of the keys.
     * @param claims that tokens have to make.
     * @param pool   that verifies.
     * @throws IOException where the file cannot be read.
     */
    public JwtLogin(final Path path, final Claims claims, final LoginPool pool) throws IOException
    {
        this.path = path;
        this.claims = claims;
        this.pool = pool;
        reload();
    }

    private static Set<JWSAlgorithm> algorithms()
    {
        final Set<JWSAlgorithm> algorithms = new LinkedHashSet<>(JWSAlgorithm.Family.HMAC_SHA);
        algorithms.addAll(JWSAlgorithm.Family.RSA);
        algorithms.addAll(Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512));
        return algorithms;
    }

    /**
     * Reads the keys again.
     *
     * @return how many there are now.
     * @throws IOException where they cannot be read: nothing has changed. No key is part of the message.
     */
    public int reload() throws IOException
    {
        final JWKSet keys = read();
        final DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
        made.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        final JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
        if (!claims.issuer.isEmpty())
        {
            exact.issuer(claims.issuer);
        }
        final DefaultJWTClaimsVerifier<SecurityContext> verifier = new DefaultJWTClaimsVerifier<>(
            claims.audience.isEmpty() ? null : claims.audience, exact.build(), Set.of("exp", claims.userClaim));
        verifier.setMaxClockSkew(claims.skewSeconds);
        made.setJWTClaimsSetVerifier(verifier);
        processor = made;
        return keys.size();
    }

    private JWKSet read() throws IOException
    {
        final String text = Files.readString(path, StandardCharsets.UTF_8);
        try
        {
            final JWKSet keys = JWKSet.parse(text);
            if (keys.isEmpty())
            {
                throw new IOException(path + " holds no key");
            }
            return keys;
        }
        catch (final ParseException ex)
        {
            throw new IOException(path + " is no set of keys (JWKS): write {\"keys\": [...]} as RFC 7517 says");
        }
    }

    @Override
    public boolean concerns(final ClientInfo client, final byte[] password)
    {
        return password != null && password.length > BEGINNING.length() && password.length <= MAXIMUM_LENGTH &&
            password[0] == BEGINNING.charAt(0) && password[1] == BEGINNING.charAt(1) && hasThreeParts(password);
    }

    private static boolean hasThreeParts(final byte[] text)
    {
        int dots = 0;
        for (final byte character : text)
        {
            dots += character == '.' ? 1 : 0;
        }
        return dots == 2;
    }

    @Override
    public Verdict verify(final ClientInfo client, final byte[] password)
    {
        try
        {
            final JWTClaimsSet token = processor.process(new String(password, StandardCharsets.US_ASCII), null);
            final String user = token.getStringClaim(claims.userClaim);
            return user == null || user.isEmpty() ? Verdict.WRONG : Verdict.accepted(user);
        }
        catch (final ParseException ex)
        {
            return Verdict.UNKNOWN;
        }
        catch (final BadJOSEException | JOSEException ex)
        {
            return Verdict.WRONG;
        }
    }

    @Override
    public LoginPool pool()
    {
        return pool;
    }
}
