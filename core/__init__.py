"""What any model of this kind needs: declared quantities, columns, keyed draws, units, languages."""
