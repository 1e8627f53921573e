/**
 * Sessions and the messages on their way to clients: queue, window, acknowledgements.
 */
package io.maxmq.core.session;
