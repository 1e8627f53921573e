/**
 * What the ways of deciding about clients have in common.
 */
package io.maxmq.security;
