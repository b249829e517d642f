package dev.ganglion.architecture.seeded.util;

/** Has a name that says nothing. */
public class SeededUtil {}
