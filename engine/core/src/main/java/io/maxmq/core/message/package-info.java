/**
 * Application messages on their way: views of them, and copies that wait in memory.
 */
package io.maxmq.core.message;
