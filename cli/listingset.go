package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/apps"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// The flags of a card.
const (
	flagFile        = "file"
	flagTitle       = "title"
	flagSummary     = "summary"
	flagDescription = "description"
	flagLicence     = "licence"
	flagHomePage    = "home-page"
	flagIcon        = "icon"
)

func appList() *cobra.Command {
	cmd := command("list [APP]", "Put your app into the store, or change its listing", `
iexecd app list chess --title Chess --summary "Finds the best move" --category games
iexecd app list 0x52a9…1c0b --name chess
iexecd app list chess --file listing.json
iexecd app list --name later --status coming-soon --title Later --summary "Does it later" --category games`,
		cobra.MaximumNArgs(1), sending(setListing))
	cmd.Long = "Put your app into the store, or change its listing: what is not given stays as it is. APP becomes\n" +
		"the newest version, if it is none yet. FILE has the fields of apps/*/app.json; flags win over it. What is\n" +
		"coming soon, or a partner's, may have no app."
	keyFlags(cmd.Flags())
	f := cmd.Flags()
	f.String(flagFile, "", "JSON file of the card: name, title, summary, description, category_of_use, …")
	f.String(flagName, "", "name of the listing, a-z 0-9 - (default: the file's, else the app's)")
	f.String(flagTitle, "", "title, up to 80 bytes")
	f.String(flagSummary, "", "what it does in one line, up to 200 bytes")
	f.String(flagDescription, "", "more about it, up to 8192 bytes")
	f.String(flagCategory, "", "category of use: games, video, …")
	f.String(flagLicence, "", "licence of the program, SPDX")
	f.String(flagHomePage, "", "home page, https://")
	f.String(flagIcon, "", "picture, https:// or ipfs://")
	f.String(flagStatus, "", "available, partner or coming-soon (default: available)")
	return cmd
}

// setListing makes the message that sets a listing: what it was, the file, the
// flags.
func setListing(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	card, err := s.readCard()
	if err != nil {
		return nil, err
	}
	var app *markettypes.App
	if len(args) > 0 {
		found, err := n.findApp(ctx, args[0])
		if err != nil {
			return nil, err
		}
		app = &found
		if card.Name == "" {
			card.Name = app.Name
			if isListingName(args[0]) {
				card.Name = args[0]
			}
		}
	}
	if card.Name == "" {
		return nil, badInput("The listing has no name", "neither an app nor --name is given", "--name NAME")
	}
	msg := &markettypes.MsgSetListing{Owner: key.address, Name: card.Name}
	old, err := n.listing(ctx, card.Name)
	if err != nil {
		return nil, err
	}
	if old != nil {
		msg.Card, msg.Versions = old.Item.Listing.Card, old.Item.Listing.Versions
	}
	if err := card.Fill(&msg.Card); err != nil {
		return nil, badInput("The listing cannot be set", err.Error())
	}
	if msg.Card.Status == markettypes.ListingStatus_LISTING_STATUS_UNSPECIFIED {
		msg.Card.Status = markettypes.ListingStatus_LISTING_STATUS_AVAILABLE
	}
	if app != nil && !slices.Contains(msg.Versions, app.Id) {
		msg.Versions = append([]string{app.Id}, msg.Versions...)
		msg.Versions = msg.Versions[:min(len(msg.Versions), markettypes.MaxVersions)]
	}
	l := markettypes.Listing{Name: msg.Name, Card: msg.Card, Versions: msg.Versions}
	if err := l.Validate(); err != nil {
		return nil, badInput("The listing cannot be set", chainText(err.Error()), "iexecd app list --help")
	}
	return &offer{
		question: fmt.Sprintf("Put %s (%s, %s) into the store as %s?", msg.Name,
			enum(msg.Card.Status.String(), statusPrefix), count(uint64(len(msg.Versions)), "version"), key.name),
		msg: msg, answer: &markettypes.MsgSetListingResponse{}, done: s.told(msg.Name),
	}, nil
}

// told returns what prints the name of a listing when it is done.
func (s *session) told(name string) func(*included) {
	return func(tx *included) {
		s.steps.ok("listing", name, fmt.Sprintf("block %d", tx.height))
		if s.format == formatText {
			_, _ = fmt.Fprintln(s.out, name)
		}
	}
}

// readCard returns the card of --file with what the flags say.
func (s *session) readCard() (apps.Card, error) {
	f := s.cmd.Flags()
	var a apps.App
	if path, _ := f.GetString(flagFile); path != "" {
		text, err := os.ReadFile(path) //nolint:gosec // named by the person
		if err != nil {
			return a.Card, badInput("The file cannot be read", err.Error())
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&a); err != nil {
			return a.Card, badInput(path+" is not a listing", err.Error())
		}
	}
	c := &a.Card
	for flag, field := range map[string]*string{
		flagName: &c.Name, flagTitle: &c.Title, flagSummary: &c.Summary, flagDescription: &c.Description,
		flagCategory: &c.CategoryOfUse, flagLicence: &c.Licence, flagHomePage: &c.HomeURI, flagIcon: &c.IconURI,
		flagStatus: &c.Status,
	} {
		if f.Changed(flag) {
			*field, _ = f.GetString(flag)
		}
	}
	return *c, nil
}

func appUnlist() *cobra.Command {
	cmd := command("unlist NAME", "Take your listing out of the store; its apps stay in the registry",
		"iexecd app unlist chess", cobra.ExactArgs(1), sending(
			func(_ context.Context, s *session, _ *node, key *signer, args []string) (*offer, error) {
				return &offer{
					question: fmt.Sprintf("Take %s out of the store as %s?", clean(args[0]), key.name),
					msg:      &markettypes.MsgRemoveListing{Sender: key.address, Name: args[0]},
					answer:   &markettypes.MsgRemoveListingResponse{}, done: s.told(args[0]),
				}, nil
			}))
	keyFlags(cmd.Flags())
	return cmd
}
