package io.maxmq.server.config;

/**
 * Which name of a client's certificate is its user name.
 */
public enum CertificateUser
{
    /** None. */
    NONE,
    /** The subject's common name. */
    COMMON_NAME,
    /** The whole subject. */
    SUBJECT,
    /** The first alternative name. */
    ALTERNATIVE_NAME
}
