/**
 * Who gets a message: the subscriptions of a partition owner, the tree that matches a topic against them, the choice of
 * one member per shared group, and the cache that saves the tree for topics that come again and again.
 * <p>
 * Everything here belongs to one worker's thread; nothing is locked and nothing is allocated per match.
 */
package io.maxmq.core.topic;
