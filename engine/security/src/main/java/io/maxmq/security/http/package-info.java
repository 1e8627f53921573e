/**
 * Clients about whom a web service is asked.
 */
package io.maxmq.security.http;
