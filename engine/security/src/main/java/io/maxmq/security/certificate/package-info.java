/**
 * Clients that are known by the certificate that TLS has verified.
 */
package io.maxmq.security.certificate;
