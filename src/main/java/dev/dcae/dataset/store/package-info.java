/**
 * Places for files, a folder or a prefix in object storage, that need neither rename nor
 * append nor locks of those who use them.
 */
@NullMarked
package dev.dcae.dataset.store;

import org.jspecify.annotations.NullMarked;
