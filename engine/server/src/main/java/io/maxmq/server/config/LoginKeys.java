package io.maxmq.server.config;

import static io.maxmq.server.config.ConfigTypes.choice;
import static io.maxmq.server.config.ConfigTypes.duration;
import static io.maxmq.server.config.ConfigTypes.fileOrNone;
import static io.maxmq.server.config.ConfigTypes.number;
import static io.maxmq.server.config.ConfigTypes.text;

import java.nio.file.Path;
import java.util.List;

/**
 * Rows of the table that say how clients may log in other than by a file of passwords; part of {@link ConfigKeys}.
 */
final class LoginKeys
{
    static final ConfigKey<List<String>> ORDER = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.order", ListTypes.texts("a list of certificate, jwt, password and http"),
        "[certificate, jwt, password, http]",
        "In which order ways of logging in are asked, those that are configured; the first that knows a client " +
        "decides. One that is not named is not asked.");
    static final ConfigKey<CertificateUser> CERTIFICATE_USER = ConfigKeys.key(
        ConfigGroup.LISTENERS, "listener.<name>.certificate-user", choice(CertificateUser.class), "none",
        "Which name of a client's certificate is its user name. A client with a certificate needs no password then. " +
        "`alternative-name` is the first that is a DNS name, an e-mail address or a URI.");

    static final ConfigKey<Path> JWT_KEYS = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.jwt.keys", fileOrNone(), "none",
        "A file of keys (JWKS, RFC 7517). Clients whose password is a token (JWT) signed with one of them are let in; " +
        "HMAC, RSA and EC keys are taken. Tokens need an end (`exp`).");
    static final ConfigKey<String> JWT_ISSUER = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.jwt.issuer", ListTypes.textOrNone("a name"), "",
        "Who must have issued tokens (`iss`); where empty, anybody who has a key.");
    static final ConfigKey<String> JWT_AUDIENCE = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.jwt.audience", ListTypes.textOrNone("a name"), "",
        "For whom tokens must be made (`aud`); where empty, for anybody.");
    static final ConfigKey<String> JWT_USER_CLAIM = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.jwt.user-claim", text("the name of a claim"), "sub",
        "The claim that holds the user name, which replaces the one in CONNECT.");
    static final ConfigKey<Long> JWT_CLOCK_SKEW = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.jwt.clock-skew", duration("0 s", "1 h"), "30 s",
        "By how much the clocks of those who make tokens may differ.");

    static final ConfigKey<String> HTTP_URL = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.http.url", ListTypes.textOrNone("an http or https address"), "",
        "A web service that is asked about clients, by POST; 2xx lets a client in, 401 and 403 refuse it, 404 leaves " +
        "it to others. It is printed as it is: put no secret into it.");
    static final ConfigKey<Long> HTTP_TIMEOUT = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.http.timeout", duration("10 ms", "1 min"), "2 s",
        "How long an answer may take; then the client is refused as busy.");
    static final ConfigKey<Long> HTTP_THREADS = ConfigKeys.key(
        ConfigGroup.ACCESS, "auth.http.threads", number(1, 256), "4",
        "Questions that are asked at the same time; `auth.queue` more clients wait.");

    private static final List<String> WAYS = List.of("certificate", "jwt", "password", "http");

    private LoginKeys()
    {
    }

    static void check(final ConfigValues values, final List<ConfigError> errors)
    {
        for (final String way : values.get(ORDER))
        {
            if (!WAYS.contains(way))
            {
                errors.add(new ConfigError(values.setting(ORDER, ORDER.name()).origin(),
                    "auth.order: there is no way of logging in named " + way + ", but " + String.join(", ", WAYS)));
            }
        }
        final String url = values.get(HTTP_URL);
        if (!url.isEmpty() && !url.matches("https?://[^\\s/@]+(/\\S*)?"))
        {
            errors.add(new ConfigError(values.setting(HTTP_URL, HTTP_URL.name()).origin(),
                "auth.http.url must begin with http:// or https:// and name a host"));
        }
    }

    /** Puts these rows into the table. */
    static void load()
    {
        // Loading the class has done it.
    }
}
