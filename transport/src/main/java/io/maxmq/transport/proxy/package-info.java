/**
 * The header with which a proxy tells whose connection it passes on.
 */
package io.maxmq.transport.proxy;
