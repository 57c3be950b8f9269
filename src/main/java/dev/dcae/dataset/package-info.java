/**
 * Data sets of images as data sets of latents, for training on: the way in which an image
 * becomes a latent. Below it where images come from ({@code source}), where files lie
 * ({@code store}), and the two ways to collect latents: in a folder that one process
 * holds ({@code folder}), and in parts that run anywhere ({@code parts}).
 */
@NullMarked
package dev.dcae.dataset;

import org.jspecify.annotations.NullMarked;
