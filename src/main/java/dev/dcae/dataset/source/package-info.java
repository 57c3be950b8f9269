/**
 * Sources of data sets: images in folders and lists, and shards of samples, WebDataset's
 * tars and Parquet; each cut into units of work that stay the same however many parts do
 * them.
 */
@NullMarked
package dev.dcae.dataset.source;

import org.jspecify.annotations.NullMarked;
