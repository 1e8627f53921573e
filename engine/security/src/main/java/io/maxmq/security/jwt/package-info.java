/**
 * Clients that bring a signed token as their password (JSON Web Token, RFC 7519).
 */
package io.maxmq.security.jwt;
