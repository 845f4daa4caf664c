/** Links in mails that lead back to Aftertalk: who holds one may do what it is for, and nothing else. */
package dev.aftertalk.links;
