// Tlogcheck reads a whole log over HTTP as C2SP tlog-tiles serves it and checks it with the Go project's own transparency log packages, which share nothing
// with the program that serves it: the checkpoint's signature, the tree over all entries, every tile, and proofs of random leaves.
//
//	tlogcheck URL-of-the-log verifier-key[,witness-key] API-key transaction-id
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var (
	base, apiKey string
	witnesses    []note.Verifier
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 {
		log.Fatal("usage: tlogcheck URL verifier-key API-key transaction-id")
	}
	base, apiKey = os.Args[1], os.Args[3]
	keys := strings.Split(os.Args[2], ",")
	verifier := must(parseKey(keys[0]))
	for _, key := range keys[1:] {
		witnesses = append(witnesses, must(parseKey(key)))
	}

	tree := openCheckpoint(get("checkpoint", "text/plain; charset=utf-8", "no-cache"), verifier)
	hashes := hashEntries(tree.N)
	if root := must(tlog.TreeHash(tree.N, hashes)); root != tree.Hash {
		log.Fatalf("the entries give the root %v, the checkpoint says %v", root, tree.Hash)
	}
	tiles := tlog.NewTiles(height, 0, tree.N)
	for _, tile := range tiles {
		want := must(tlog.ReadTileData(tile, hashes))
		if !bytes.Equal(fetchTile(tile), want) {
			log.Fatalf("%s does not hold the hashes of the entries", tile.Path())
		}
	}

	seed := time.Now().UnixNano()
	random := rand.New(rand.NewSource(seed))
	overHTTP := tlog.TileHashReader(tree, httpTiles{})
	const rounds = 40
	for i := 0; i < rounds; i++ {
		leaf := random.Int63n(tree.N)
		record := must(tlog.ProveRecord(tree.N, leaf, overHTTP))
		if err := tlog.CheckRecord(record, tree.N, tree.Hash, leaf, leafHash(hashes, leaf)); err != nil {
			log.Fatalf("seed %d: inclusion of %d: %v", seed, leaf, err)
		}
		older := 1 + random.Int63n(tree.N)
		growth := must(tlog.ProveTree(tree.N, older, overHTTP))
		if err := tlog.CheckTree(growth, tree.N, tree.Hash, older, must(tlog.TreeHash(older, hashes))); err != nil {
			log.Fatalf("seed %d: consistency from %d: %v", seed, older, err)
		}
		width := 1 + random.Intn(255)
		partial := tlog.Tile{H: height, L: 0, N: 0, W: width}
		if int64(width) <= tree.N && !bytes.Equal(fetchTile(partial), must(tlog.ReadTileData(partial, hashes))) {
			log.Fatalf("%s is wrong", partial.Path())
		}
	}
	index := checkProof(get("proof/"+os.Args[4], "text/plain; charset=utf-8", "no-cache"), verifier)
	fmt.Printf("checked: %d entries, %d tiles, %d proofs, tlog-proof of index %d\n", tree.N, len(tiles), 2*rounds, index)
}

// openCheckpoint verifies a checkpoint and returns the tree it speaks of.
func openCheckpoint(text []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(text, note.VerifierList(append(witnesses, verifier)...))
	if err != nil {
		log.Fatalf("checkpoint: %v", err)
	}
	if len(opened.Sigs) != 1+len(witnesses) {
		log.Fatalf("checkpoint: %d of %d keys signed %q", len(opened.Sigs), 1+len(witnesses), text)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		log.Fatalf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: must(tlog.ParseHash(lines[2]))}
}

// hashEntries fetches every bundle of entries and returns all hashes of the tree over them.
func hashEntries(size int64) tlog.HashReader {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for n := int64(0); n < size; {
		tile := tlog.Tile{H: height, L: -1, N: n >> height, W: 256}
		if size-n < 256 {
			tile.W = int(size - n)
		}
		bundle := get(strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1), "application/octet-stream", "immutable")
		for i := 0; i < tile.W; i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				log.Fatalf("%s ends within entry %d", tile.Path(), i)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			stored = append(stored, must(tlog.StoredHashes(n, bundle[2:end], reader))...)
			bundle = bundle[end:]
			n++
		}
		if len(bundle) != 0 {
			log.Fatalf("%s goes on after its %d entries", tile.Path(), tile.W)
		}
	}
	return reader
}

// checkProof verifies a C2SP tlog-proof against the entry it carries and returns the entry's index.
func checkProof(text []byte, verifier note.Verifier) int64 {
	parts := strings.SplitN(string(text), "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		log.Fatalf("not a tlog-proof: %q", text)
	}
	entry := must(base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra ")))
	index := must(strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64))
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		path = append(path, must(tlog.ParseHash(line)))
	}
	tree := openCheckpoint([]byte(parts[1]), verifier)
	if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		log.Fatalf("tlog-proof: %v", err)
	}
	return index
}

func leafHash(hashes tlog.HashReader, n int64) tlog.Hash {
	return must(hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)}))[0]
}

// httpTiles reads tiles from the server, for proofs made from nothing else.
type httpTiles struct{}

func (httpTiles) Height() int { return height }

func (httpTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data[i] = fetchTile(tile)
	}
	return data, nil
}

func (httpTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// fetchTile asks for a tile by its C2SP path, which is Go's without the height.
func fetchTile(tile tlog.Tile) []byte {
	return get(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "application/octet-stream", "immutable")
}

func get(path, contentType, caching string) []byte {
	request := must(http.NewRequest("GET", base+"/"+path, nil))
	request.Header.Set("Authorization", "Bearer "+apiKey)
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	body := must(io.ReadAll(response.Body))
	if response.StatusCode != 200 || response.Header.Get("Content-Type") != contentType || !strings.Contains(response.Header.Get("Cache-Control"), caching) {
		log.Fatalf("GET %s: %s, %v: %.300s", path, response.Status, response.Header, body)
	}
	return body
}

// ecdsaKey verifies notes of signature type 0x02, which x/mod leaves to its callers.
type ecdsaKey struct {
	name string
	hash uint32
	key  *ecdsa.PublicKey
}

func (k ecdsaKey) Name() string    { return k.name }
func (k ecdsaKey) KeyHash() uint32 { return k.hash }
func (k ecdsaKey) Verify(text, signature []byte) bool {
	digest := sha256.Sum256(text)
	return ecdsa.VerifyASN1(k.key, digest[:], signature)
}

// cosignerKey verifies cosignature/v1 of C2SP tlog-cosignature: a time and an Ed25519 signature over it and the checkpoint.
type cosignerKey struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (k cosignerKey) Name() string    { return k.name }
func (k cosignerKey) KeyHash() uint32 { return k.hash }
func (k cosignerKey) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(k.key, append([]byte(head), text...), signature[8:])
}

// parseKey reads name+id+base64(type ‖ key): 0x01 is Ed25519, which x/mod reads itself; of 0x02, ECDSA, the id is the first 4 bytes of SHA-256 over the
// SubjectPublicKeyInfo; 0x04 is a witness's.
func parseKey(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("%q is not name+id+key", text)
	}
	encoded, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(encoded) < 1 {
		return nil, fmt.Errorf("%q is not a key", text)
	}
	switch encoded[0] {
	case 1:
		return note.NewVerifier(text)
	case 4:
		digest := sha256.Sum256(append([]byte(parts[0]+"\n"), encoded...))
		return cosignerKey{parts[0], binary.BigEndian.Uint32(digest[:]), encoded[1:]}, nil
	}
	digest := sha256.Sum256(encoded[1:])
	hash := binary.BigEndian.Uint32(digest[:])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, fmt.Errorf("the key's id is %08x, not %s", hash, parts[1])
	}
	key, err := x509.ParsePKIXPublicKey(encoded[1:])
	if err != nil {
		return nil, err
	}
	public, ok := key.(*ecdsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("%q is not an ECDSA key", text)
	}
	return ecdsaKey{parts[0], hash, public}, nil
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
