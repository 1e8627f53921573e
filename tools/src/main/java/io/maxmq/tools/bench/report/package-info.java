/**
 * What a run saw, and the forms in which it is shown: text, JSON, HTML with plots, HdrHistogram log.
 */
package io.maxmq.tools.bench.report;
