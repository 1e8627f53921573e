/**
 * User names and passwords in a file. {@link io.maxmq.security.password.PasswordHash} makes and verifies hashes,
 * {@link io.maxmq.security.password.PasswordFile} keeps them.
 */
package io.maxmq.security.password;
