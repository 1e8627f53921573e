/**
 * What extensions of the broker see: the interfaces they implement and the values they get. It depends on nothing but
 * the JDK.
 */
package io.maxmq.spi;
