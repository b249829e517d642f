/**
 * Situations of which not the load but the growth is asked: what a large room costs beside a small
 * one.
 */
@NullMarked
package dev.ganglion.benchmark.study;

import org.jspecify.annotations.NullMarked;
