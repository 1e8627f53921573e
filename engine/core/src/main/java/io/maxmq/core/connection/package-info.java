/**
 * Network connections and what their packets mean: from CONNECT to the end, publishing, subscribing.
 */
package io.maxmq.core.connection;
