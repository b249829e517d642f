package dev.ganglion.auth.crosssigning;

/** That one key has signed another. */
public record KeySignature(KeyReference target, KeyReference signer, String signature) {}
