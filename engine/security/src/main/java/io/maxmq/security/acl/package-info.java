/**
 * Access rules: what clients may publish, subscribe to and receive. {@link io.maxmq.security.acl.AclFile} reads them in
 * either of two formats into an {@link io.maxmq.security.acl.Acl}, which {@link io.maxmq.security.acl.AclAuthoriser}
 * asks for each decision.
 */
package io.maxmq.security.acl;
