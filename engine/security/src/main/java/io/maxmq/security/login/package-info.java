/**
 * Who may connect: a {@link io.maxmq.security.login.LoginChain} asks one way of logging in after the other, each on
 * threads of its own.
 */
package io.maxmq.security.login;
